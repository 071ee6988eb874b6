/** Full, away, or not to be written. */
export function isDiskProblem(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return /^(ENOSPC|EDQUOT|EFBIG|EIO|EROFS|EACCES|EPERM|ENAMETOOLONG|EMFILE)$/.test(String(error.code));
}
