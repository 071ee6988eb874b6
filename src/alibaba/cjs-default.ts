/**
 * The SDKs are CommonJS with `exports.default`: Node hands out the module object as their default import, bundlers and
 * some test runners the class itself.
 * @see https://github.com/aliyun/alibabacloud-typescript-sdk/issues/30
 */
export function cjsDefault<T extends abstract new (...args: never[]) => unknown>(
  imported: T | { readonly default: T },
): T {
  return typeof imported === 'function' ? imported : imported.default;
}
