import { createRandom } from '../random.ts';
import type { Department, Organisation } from './organisation.ts';
import { randomBase64 } from './random-ids.ts';
import type { DingtalkSandboxOptions } from './sandbox-options.ts';

const ROOT: Department = { id: 1, name: 'Corp', parentId: null };

/** The organisation as it is at first: nobody has said anything. */
export function createOrganisation(options: DingtalkSandboxOptions): Organisation {
  const random = createRandom(options.seed ?? 1);
  const departments = [ROOT, ...(options.departments ?? [])];
  return {
    corpId: options.corpId,
    app: {
      clientId: options.clientId,
      clientSecret: options.clientSecret,
      robotCode: options.robotCode,
      robotName: options.robotName ?? 'MFA',
      chatbotUserId: randomBase64(random, '$:LWCP_v1:$'),
      scopes: [...options.scopes],
      isPublished: options.published ?? true,
    },
    members: new Map(options.members.map((member) => [member.userId, { ...member }])),
    departments: new Map(departments.map((department) => [department.id, department])),
    groups: new Map(
      (options.groups ?? []).map((group) => [group.openConversationId, structuredClone(group)]),
    ),
    directConversations: new Map(),
    messages: new Map(),
    directSends: new Map(),
    recipientOutcomes: new Map(),
    media: new Map(),
    now: options.now ?? Date.now,
    random,
  };
}
