import { openAsBlob } from 'node:fs';
import type { WayOut } from '../../net/way-out.ts';
import type { FileMessenger, OutgoingFile } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { exchange } from '../transport/http-exchange.ts';
import type { DirectMessages } from './direct-messages.ts';
import { FILES_SCOPE } from './scopes.ts';
import { answered, httpError, networkFailures } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';

/** https://slack.com/help/articles/201330736: one gigabyte */
const BYTES_MAX = 1_000_000_000;
const UPLOAD_TIMEOUT_MS = 5 * 60_000;

interface FileMessengerDeps {
  readonly web: WebAccess;
  readonly wayOut: WayOut;
  readonly apiUrl: string;
  readonly directMessages: DirectMessages;
}

/** In three calls, of which only the last one shows it to somebody: https://docs.slack.dev/messaging/working-with-files */
export function createFileMessenger(deps: FileMessengerDeps): FileMessenger {
  const { web, directMessages } = deps;
  return {
    permission: FILES_SCOPE,
    bytesMax: BYTES_MAX,
    async send(to, file, signal) {
      const channelId = to.kind === 'person' ? await directMessages.open(to.memberId, signal) : to.channelId;
      const id = await networkFailures.beforeSending(upload(deps, file, signal), signal);
      const sharing = web
        .bot(signal)
        .files.completeUploadExternal({ files: [{ id, title: file.name }], channel_id: channelId });
      await answered(sharing, to.kind);
    },
  };
}

/** The id of a file that nobody sees yet. */
async function upload({ web, wayOut, apiUrl }: FileMessengerDeps, file: OutgoingFile, signal: AbortSignal) {
  const place = web.bot(signal).files.getUploadURLExternal({ filename: file.name, length: file.bytes });
  const { upload_url: url, file_id: id } = await answered(place, 'person');
  if (id === undefined || !isTrusted(url, apiUrl)) throw noPlace();
  const body = await openAsBlob(file.path, { type: 'application/octet-stream' });
  const request = { url, method: 'POST', headers: {}, body, timeoutMs: UPLOAD_TIMEOUT_MS } as const;
  const { status } = await exchange(wayOut, request, signal).catch((error: unknown) => {
    throw networkFailures.ofRequest(error);
  });
  if (status !== 200) throw httpError(status);
  return id;
}

/** Encrypted like the call that named it. */
function isTrusted(url: string | undefined, apiUrl: string): url is string {
  if (url === undefined || !URL.canParse(url)) return false;
  const { protocol } = new URL(url);
  return protocol === 'https:' || protocol === new URL(apiUrl).protocol;
}

function noPlace(): DeliveryError {
  return new DeliveryError({
    reason: 'unavailable',
    code: 'no_upload_url',
    message: 'Not sent: Slack named no address to upload the file to.',
  });
}
