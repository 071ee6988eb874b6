import type { Log } from '../../log.ts';
import type { Person } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { type AddressIndex, indexByAddress, peopleFound } from '../transport/address-index.ts';
import { lookupOf } from './member.ts';
import { type DirectoryReader, listMembers } from './organisation-listing.ts';
import { isMissingPermission } from './refusal.ts';

export interface Organisation {
  readonly byEmail: AddressIndex;
  readonly people: readonly Person[];
}

/**
 * DingTalk finds nobody by address, so the whole organisation is read. Without the permissions for that it is empty and
 * says so in one log line: people are found in other ways. @throws {DeliveryError}
 */
export async function readOrganisation(
  reader: DirectoryReader,
  log: Log,
  signal: AbortSignal,
): Promise<Organisation> {
  const unavailable = (code: string): void =>
    log.vendorCallFailed({ vendor: 'dingtalk', call: 'addresses of members', code });
  try {
    const members = [...(await listMembers(reader, signal)).values()];
    const known = members.map((one) => ({ lookup: lookupOf(one), addresses: one.addresses }));
    const byEmail = indexByAddress(known);
    // Without the permission for the field DingTalk leaves it out, and says nothing of it.
    if (byEmail.size === 0) unavailable('no_email_field');
    return { byEmail, people: peopleFound(known.map(({ lookup }) => lookup)) };
  } catch (error) {
    if (!(error instanceof DeliveryError && isMissingPermission(error))) throw error;
    unavailable(error.code);
    return { byEmail: new Map(), people: [] };
  }
}
