export { type AccountsOptions, createAccounts } from './account-listing.ts';
export type { LoginProfilesOptions } from './enforcer-access.ts';
export { createLoginProfiles } from './login-profiles.ts';
export { directoryPolicy, enforcerPolicy, readerPolicy } from './policies.ts';
