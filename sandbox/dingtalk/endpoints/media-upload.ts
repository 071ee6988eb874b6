import { jsonAnswer } from '../../http-answer.ts';
import { OapiError } from '../dingtalk-error.ts';
import type { Endpoint } from '../endpoint.ts';
import { randomBase64 } from '../random-ids.ts';

export const UPLOAD_BYTES_MAX = 20 * 1024 * 1024;
/** What a form has around its file. */
export const FORM_BYTES = 64 * 1024;
/** For `type=file`. */
const FILE_TYPES = /\.(?:docx?|xlsx?|pptx?|zip|pdf|rar)$/i;

/** https://open.dingtalk.com/document/development/upload-media-files; only files are modelled */
export const mediaUpload: Endpoint = {
  name: 'POST /media/upload',
  needsToken: true,
  // Every app has it.
  scope: null,
  isMetered: true,
  handle({ organisation, undocumented }, { form, query }) {
    const type = query.type ?? form?.get('type');
    if (type !== 'file') throw new OapiError(40_004, '不合法的媒体文件类型');
    const file = form?.get('media');
    if (file === null || file === undefined || typeof file === 'string')
      throw new OapiError(400_002, '无效的参数: media');
    if (!FILE_TYPES.test(file.name)) throw new OapiError(40_005, '不合法的文件类型');
    if (file.size === 0 || file.size > UPLOAD_BYTES_MAX) throw new OapiError(40_006, '不合法的文件大小');
    const mediaId = randomBase64(organisation.random, '@lAz');
    organisation.media.set(mediaId, file);
    return jsonAnswer(200, {
      errcode: undocumented.errcode === 'string' ? '0' : 0,
      errmsg: 'ok',
      type,
      media_id: mediaId,
      created_at: organisation.now(),
    });
  },
};
