import { openAsBlob } from 'node:fs';
import { extname } from 'node:path';
import { FormData } from 'undici';
import type { FileMessenger, OutgoingFile } from '../chat.ts';
import { networkFailures } from './http-exchange.ts';
import { requireReached } from './messenger.ts';
import { SENDING_PERMISSION } from './permissions.ts';
import { deliverDirectly, deliverToGroup, type Robot } from './robot-send.ts';

/** https://open.dingtalk.com/document/development/upload-media-files: 20 MB, zip among others */
const BYTES_MAX = 20 * 1024 * 1024;
const UPLOAD = '/media/upload';

/** Uploaded first, which nobody sees, then sent as a message of its own. */
export function createFileMessenger(robot: Robot): FileMessenger {
  return {
    permission: SENDING_PERMISSION,
    bytesMax: BYTES_MAX,
    async send(to, file, signal) {
      const mediaId = await networkFailures.beforeSending(upload(robot, file, signal), signal);
      const filled = { template: fileTemplate(file.name, mediaId), signal };
      if (to.kind === 'channel') await deliverToGroup(robot, to.channelId, filled);
      else requireReached(await deliverDirectly(robot, [to.memberId], filled), to.memberId);
    },
  };
}

async function upload({ platform }: Robot, file: OutgoingFile, signal: AbortSignal): Promise<string> {
  const form = new FormData();
  // The page has the type among the fields; answers of the vendor's support have it in the address.
  form.set('type', 'file');
  form.set('media', await openAsBlob(file.path, { type: 'application/octet-stream' }), file.name);
  const { media_id: mediaId } = await platform.upload(UPLOAD, form, signal);
  if (typeof mediaId === 'string' && mediaId !== '') return mediaId;
  throw networkFailures.ambiguous('no_media_id');
}

function fileTemplate(fileName: string, mediaId: string) {
  const fileType = extname(fileName).slice(1);
  return { msgKey: 'sampleFile', msgParam: JSON.stringify({ mediaId, fileName, fileType }) };
}
