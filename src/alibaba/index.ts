export { type AccountsOptions, createAccounts } from './account-listing.ts';
export { createLoginProfiles, type LoginProfilesOptions } from './login-profiles.ts';
export { directoryPolicy, enforcerPolicy, readerPolicy } from './policies.ts';
