export { createAccounts } from './account-listing.ts';
export { type AlibabaChecks, createAlibabaChecks } from './check.ts';
export type { LoginProfilesOptions } from './enforcer-access.ts';
export type { AccountsOptions } from './entrances.ts';
export { createLoginProfiles } from './login-profiles.ts';
export { directoryPolicy, enforcerPolicy, readerPolicy, witnessPolicy } from './policies.ts';
export { createTransport } from './transport.ts';
export { createVendorClock } from './vendor-clock.ts';
