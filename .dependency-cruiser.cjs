// Who may import whom:
//   main → command-line → app → scheduler · commands → outreach · enforcement · evidence → audit → contacts → alibaba · chat · store → domain
// A folder imports from folders to its right only, and between those joined by a dot nothing.

const DOMAIN = ['^src/domain/'];
const SECRET_AND_LOG = ['^src/config/secret[.]ts$', '^src/log[.]ts$'];
// Which way connections go out, for whoever opens one.
const NET = ['^src/net/'];
const VERSION = '^src/version[.]ts$';
const STORE = ['^src/store/'];
// Of a provider others see its interface, never how it is done.
const ALIBABA_INTERFACE = ['^src/alibaba/accounts[.]ts$'];
// What has no vendor in it, for the chats alone.
const CHAT_TRANSPORT = ['^src/chat/transport/'];
const CHAT_INTERFACE = ['^src/chat/chat[.]ts$', '^src/chat/delivery-error[.]ts$'];
const OUTSIDE_WORLD = [...ALIBABA_INTERFACE, ...CHAT_INTERFACE, ...STORE, ...DOMAIN, ...SECRET_AND_LOG];
const BELOW_AUDIT = ['^src/contacts/', ...OUTSIDE_WORLD];
const BELOW_OUTREACH = ['^src/audit/', ...BELOW_AUDIT];
const BELOW_COMMANDS = ['^src/outreach/', '^src/enforcement/', '^src/evidence/', ...BELOW_OUTREACH];
const BELOW_APP = ['^src/scheduler/', '^src/commands/', ...BELOW_COMMANDS];

const NOT_OURS = [
  'core',
  'npm',
  'npm-dev',
  'npm-optional',
  'npm-peer',
  'npm-bundled',
  'npm-no-pkg',
  'npm-unknown',
];

const FOLDERS =
  'command-line|scheduler|commands|outreach|enforcement|evidence|audit|contacts|alibaba|chat|store|domain|config|net';

/** Of this repository, the files at `path` import what matches one of `allowed`, and nothing else. */
function only(name, path, allowed, comment) {
  return {
    name,
    severity: 'error',
    ...(comment === undefined ? {} : { comment }),
    from: { path },
    to: { pathNot: allowed, dependencyTypesNot: NOT_OURS },
  };
}

module.exports = {
  forbidden: [
    only(
      'main',
      '^src/main[.]ts$',
      ['^src/command-line/', '^src/(clock|app)[.]ts$', VERSION, '^src/config/', ...BELOW_APP],
      'main starts the app; providers are named in app.ts alone',
    ),
    only(
      'command-line',
      '^src/command-line/',
      [
        '^src/command-line/',
        '^src/(app|world|metrics)[.]ts$',
        VERSION,
        '^src/chat/console/',
        '^src/config/',
        ...BELOW_APP,
      ],
      'what is typed in a terminal is answered there, in plain text',
    ),
    only('wiring', '^src/wiring[.]ts$', ['^src/world[.]ts$', '^src/config/', ...BELOW_APP]),
    only('world', '^src/world[.]ts$', ['^src/alibaba/index[.]ts$', ...BELOW_APP]),
    only(
      'app',
      '^src/app[.]ts$',
      [
        '^src/(wiring|world)[.]ts$',
        '^src/config/',
        '^src/alibaba/',
        '^src/chat/(?!transport/)',
        ...NET,
        ...BELOW_APP,
      ],
      'app builds everything, and nothing it builds knows of it',
    ),
    only('scheduler', '^src/scheduler/', ['^src/scheduler/', ...BELOW_COMMANDS]),
    only('commands', '^src/commands/', ['^src/commands/', VERSION, ...BELOW_COMMANDS]),
    only('outreach', '^src/outreach/', ['^src/outreach/', ...BELOW_OUTREACH]),
    only('enforcement', '^src/enforcement/', ['^src/enforcement/', ...BELOW_OUTREACH]),
    only('evidence', '^src/evidence/', ['^src/evidence/', VERSION, ...STORE, ...DOMAIN]),
    only('audit', '^src/audit/', ['^src/audit/', ...BELOW_AUDIT]),
    only('contacts', '^src/contacts/', ['^src/contacts/', ...OUTSIDE_WORLD]),
    only('store', '^src/store/', ['^src/store/', ...DOMAIN, ...SECRET_AND_LOG]),
    only(
      'alibaba-interface',
      ALIBABA_INTERFACE.join('|'),
      [...ALIBABA_INTERFACE, ...DOMAIN],
      'an interface does not know who implements it',
    ),
    only('alibaba', '^src/alibaba/', ['^src/alibaba/', ...NET, ...DOMAIN, ...SECRET_AND_LOG]),
    only(
      'chat-interface',
      '^src/chat/[^/]+$',
      [...CHAT_INTERFACE, ...DOMAIN],
      'an interface does not know who implements it',
    ),
    only(
      'chat-provider',
      '^src/chat/([^/]+)/',
      ['^src/chat/$1/', ...CHAT_TRANSPORT, ...CHAT_INTERFACE, ...NET, ...DOMAIN, ...SECRET_AND_LOG],
      'a chat knows its interface, itself and what chats share, never a sibling: app.ts hands it the rest',
    ),
    only(
      'chat-transport',
      CHAT_TRANSPORT[0],
      [...CHAT_TRANSPORT, ...CHAT_INTERFACE, ...NET, ...DOMAIN, ...SECRET_AND_LOG],
      'what chats share has no vendor in it',
    ),
    {
      name: 'domain',
      comment: 'rules are pure: no I/O, no package but the date library, and of Node only its hashes',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: [...DOMAIN, '^node_modules/(@types/)?luxon/', '^(node:)?crypto$'] },
    },
    {
      name: 'texts',
      comment: 'what decides does not depend on words: only what says something, and the texts themselves',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot:
          '^src/(domain/texts|outreach|enforcement|evidence|commands|command-line|chat/(?!transport/)[^/]+)/',
      },
      to: { path: '^src/domain/texts/' },
    },
    {
      name: 'language',
      comment: 'a language is words: it knows no layout, no message and no other language',
      severity: 'error',
      from: { path: '^src/domain/texts/(?!layouts/)([^/]+)/' },
      to: {
        path: '^src/domain/texts/',
        pathNot: ['^src/domain/texts/$1/', '^src/domain/texts/(words|figures|labels|links|local-time)[.]ts$'],
      },
    },
    {
      name: 'layout',
      comment: 'a layout is the same in every language: its words come as a parameter',
      severity: 'error',
      from: { path: '^src/domain/texts/layouts/' },
      to: { path: ['^src/domain/texts/(?!layouts/)[^/]+/', '^src/domain/texts/(texts|catalogue)[.]ts$'] },
    },
    {
      name: 'texts-from-outside',
      comment: 'who says something asks for a language; only the texts know which words there are',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/domain/texts/' },
      to: { path: '^src/domain/texts/', pathNot: '^src/domain/texts/(texts[.]ts$|catalogue[.]ts$|layouts/)' },
    },
    {
      name: 'stored-shapes',
      comment: 'how a value lies in the database is the store’s own affair: rows leave it decoded',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: '^src/store/(schema|flag|json-column|stored-[^/]+)[.]ts$' },
    },
    only(
      'net',
      '^src/net/',
      ['^src/net/', '^src/config/secret[.]ts$'],
      'it knows no vendor: what goes over a connection is decided by who opens it',
    ),
    only('config', '^src/config/', ['^src/config/', ...DOMAIN]),
    only('secret', '^src/config/secret[.]ts$', [], 'every provider imports it: it may bring nothing along'),
    only('metrics', '^src/metrics[.]ts$', [...DOMAIN, '^src/log[.]ts$']),
    only('clock', '^src/clock[.]ts$', DOMAIN),
    only('version', VERSION, [], 'one line of package.json'),
    only(
      'lean-heap',
      '^src/lean-heap[.]ts$',
      [],
      'it comes before everything else, so it may bring nothing along',
    ),
    only('log', '^src/log[.]ts$', DOMAIN, 'everybody imports it: it may bring nothing along'),
    only(
      'new-folder',
      `^src/(?!(main|app|wiring|world|log|metrics|clock|version|lean-heap)[.]ts$|(${FOLDERS})/)`,
      [],
      'a new folder takes its place in the order first',
    ),
    only(
      'sandbox',
      '^sandbox/',
      ['^sandbox/'],
      'the fake servers speak the vendors’ wire protocols and know nothing of the bot',
    ),
    only(
      'demo',
      '^demo/',
      [
        '^demo/',
        '^sandbox/',
        '^src/app[.]ts$',
        '^src/config/',
        '^src/domain/',
        '^src/log[.]ts$',
        '^src/alibaba/index[.]ts$',
        '^src/chat/[^/]+/index[.]ts$',
        '^package[.]json$',
      ],
      'the demo runs the app as main does, by its one seam',
    ),
    only(
      'playground',
      '^playground/(?!page/)',
      ['^playground/(?!page/)', '^demo/', '^sandbox/'],
      'what is behind the page: the demo’s stage, and nothing of the bot itself',
    ),
    {
      name: 'playground-page',
      comment:
        'it runs in a browser, which gets that folder and one package; the two files beside it are types to it',
      severity: 'error',
      from: { path: '^playground/page/' },
      to: { pathNot: ['^playground/page/', '^playground/(acts|view)[.]ts$', '^node_modules/preact/'] },
    },
    only(
      'reference',
      '^test/model/',
      ['^test/model/'],
      'the rules written a second time share no line with the first',
    ),
    {
      name: 'no-cycle',
      severity: 'error',
      from: { path: '^(src|sandbox|demo|playground)/' },
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^(src|sandbox|demo|playground)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-packages',
      comment: 'the product runs without them',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    // The only parser that reads TypeScript here: with TypeScript 7 the default one silently reads nothing. It sees type
    // imports by itself, so the option for them, which needs an older TypeScript, stays off.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
