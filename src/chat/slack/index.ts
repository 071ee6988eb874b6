import type { Secret } from '../../config/secret.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../../log.ts';
import type { WayOut } from '../../net/way-out.ts';
import type { ChatProvider } from '../chat.ts';
import { createDaily } from '../transport/daily.ts';
import { createPacing } from '../transport/pacing.ts';
import { createPatientRead } from '../transport/patient-read.ts';
import { meaningOf } from './codes.ts';
import { SlackCommandSource } from './command-source.ts';
import { createCredentialsCheck } from './credentials-check.ts';
import { createEvidenceReader } from './delivery-evidence.ts';
import { createDirectMessages } from './direct-messages.ts';
import { createDirectory } from './directory.ts';
import { createFileMessenger } from './file-messenger.ts';
import { createHomePages } from './home-pages.ts';
import { createMemberLookup } from './member-lookup.ts';
import { createMessenger } from './messenger.ts';
import { readRoster } from './roster.ts';
import { rememberRequests } from './seen-requests.ts';
import { createViewerGroup } from './viewer-group.ts';
import { createWebAccess } from './web-client.ts';
import { createWorkspaceReader } from './workspace.ts';

export { createSlackCheck } from './check.ts';
export { BOT_SCOPES, MANIFEST_SCOPES } from './scopes.ts';

export interface SlackOptions {
  /** `xoxb-…` */
  readonly botToken: Secret;
  /** `xapp-…` with `connections:write`: commands arrive over a socket the bot opens. */
  readonly appToken: Secret;
  /** `https://slack.com/api/` */
  readonly apiUrl: string;
  /** Whose members may see other people's state; null: nobody but the administrators. */
  readonly viewerUsergroupId: string | null;
  /** Phrases in a status that mean leave, beside those that are known. */
  readonly awayWords: readonly string[];
  readonly clock: Clock;
  /** 0 ≤ value < 1 */
  readonly random: () => number;
  readonly log: Log;
  readonly wayOut: WayOut;
}

/** Slack: Web API for what is said, Socket Mode for what people type and press. Connects to nothing before it is used. */
export function createSlack(options: SlackOptions): ChatProvider {
  const { viewerUsergroupId, awayWords, clock, random, log } = options;
  const web = createWebAccess(options);
  const pace = createPacing(clock);
  const readPatiently = createPatientRead(clock, random);
  const directMessages = createDirectMessages({ web, pace, clock });
  const readWorkspace = createWorkspaceReader(web);
  const evidence = createEvidenceReader({ web, pace, directMessages, readWorkspace, readPatiently, clock });
  const messenger = createMessenger({ web, pace, directMessages, evidence });
  const homePages = createHomePages({ web, pace });
  const reading = { web, pace, readWorkspace, readPatiently, awayWords, clock };
  const roster = createDaily((signal) => readRoster(reading, signal), clock);
  const directory = createDirectory(roster, createMemberLookup(reading));
  const seen = rememberRequests();
  const hasViewerGroup = viewerUsergroupId !== null;
  return {
    chat: 'slack',
    messenger,
    files: createFileMessenger({ ...options, web, directMessages }),
    directory,
    commandSource: new SlackCommandSource({
      ...options,
      readPatiently,
      web,
      directory,
      messenger,
      homePages,
      seen,
      hasViewerGroup,
    }),
    viewerRole: createViewerGroup({ web, usergroupId: viewerUsergroupId, clock, log }),
    credentials: createCredentialsCheck(web, hasViewerGroup),
    meaningOf,
    homePages,
    batchMessenger: null,
  };
}
