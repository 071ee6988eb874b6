import type { Log } from '../../log.ts';
import { DeliveryError } from '../delivery-error.ts';
import { type AddressIndex, indexByAddress } from '../transport/address-index.ts';
import { personOf } from './member.ts';
import { type DirectoryReader, listMembers } from './organisation-listing.ts';
import { isMissingPermission } from './refusal.ts';

/**
 * DingTalk finds nobody by address, so the whole organisation is read. Without the permissions for that the index is empty and
 * says so in one log line: people are found in other ways. @throws {DeliveryError}
 */
export async function readAddressIndex(
  reader: DirectoryReader,
  log: Log,
  signal: AbortSignal,
): Promise<AddressIndex> {
  const unavailable = (code: string): AddressIndex => {
    log.vendorCallFailed({ vendor: 'dingtalk', call: 'addresses of members', code });
    return new Map();
  };
  try {
    const members = [...(await listMembers(reader, signal)).values()].filter(({ isActive }) => isActive);
    const index = indexByAddress(members.map((one) => ({ person: personOf(one), addresses: one.addresses })));
    // Without the permission for the field DingTalk leaves it out, and says nothing of it.
    return index.size === 0 ? unavailable('no_email_field') : index;
  } catch (error) {
    if (error instanceof DeliveryError && isMissingPermission(error)) return unavailable(error.code);
    throw error;
  }
}
