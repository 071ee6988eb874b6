import type { ComponentChildren, VNode } from 'preact';
import type { Device } from '../acts.ts';
import type { RamUserName, RamUserView } from '../view.ts';
import { el } from './element.ts';
import type { Hands } from './hands.ts';
import type { PageState } from './state.ts';
import { WORDS } from './words/languages.ts';
import type { Words } from './words/words.ts';

const DEVICES: readonly Device[] = ['virtual', 'security_key', 'passkey'];

/** A small stand-in for the RAM console: *Security Information* of whoever is signed in. */
export function drawConsole(state: PageState, hands: Hands): VNode {
  const words = WORDS[state.language];
  const hidden = state.pane === 'console' ? '' : ' behind';
  const user = signedIn(state);
  return el(
    'section',
    { class: `panel console${hidden}`, tabIndex: -1, 'aria-labelledby': 'console-title' },
    [
      el('h2', { id: 'console-title' }, words.console.title),
      el('p', { class: 'stand-in' }, words.console.standIn),
      who(state, hands),
      user === null ? null : security(user, { words, hands, ramUser: state.ramUser }),
    ],
  );
}

function signedIn({ view, ramUser }: PageState): RamUserView | null {
  const account = view.accounts.find(({ accountId }) => accountId === ramUser.accountId);
  return account?.users.find(({ userName }) => userName === ramUser.userName) ?? null;
}

function who({ view, ramUser, language }: PageState, hands: Hands): VNode {
  const words = WORDS[language];
  const value = ({ accountId, userName }: RamUserName) => `${accountId} ${userName}`;
  const groups = view.accounts.map(({ accountId, alias, users }) =>
    el(
      'optgroup',
      { label: `${alias} (${accountId})` },
      users.map(({ userName }) => {
        const one = value({ accountId, userName });
        return el('option', { value: one, selected: one === value(ramUser) }, userName);
      }),
    ),
  );
  const onChange = ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) => {
    const [accountId = '', userName = ''] = currentTarget.value.split(' ');
    hands.signInAs({ accountId, userName });
  };
  return el('label', { class: 'signed-in' }, [
    el('span', null, words.console.signedInAs),
    el('select', { name: 'ram-user', value: value(ramUser), onChange }, groups),
  ]);
}

interface Around {
  readonly words: Words;
  readonly hands: Hands;
  readonly ramUser: RamUserName;
}

function security({ logonName, devices, isRequired }: RamUserView, around: Around): ComponentChildren {
  const { console: words } = around.words;
  return [
    el('h3', null, words.security),
    el('p', { class: 'logon' }, logonName),
    el('dl', null, [
      el('div', null, [
        el('dt', null, words.device),
        el('dd', { class: devices.length === 0 ? 'missing' : 'bound' }, deviceWords(devices, words)),
      ]),
      el('div', null, [
        el('dt', null, words.requirement),
        el('dd', null, isRequired ? words.required : words.notRequired),
      ]),
    ]),
    el('div', { class: 'enable' }, devices.length === 0 ? enable(around) : remove(around)),
  ];
}

function deviceWords(devices: RamUserView['devices'], words: Words['console']): string {
  return devices.length === 0 ? words.none : devices.map((device) => words.deviceNames[device]).join(' · ');
}

function enable({ words, hands, ramUser }: Around): ComponentChildren {
  return DEVICES.map((device) =>
    el(
      'button',
      {
        type: 'button',
        class: device === 'virtual' ? 'primary' : undefined,
        onClick: () => hands.act({ kind: 'bind_device', ...ramUser, device }),
      },
      words.console.enable[device],
    ),
  );
}

function remove({ words, hands, ramUser }: Around): ComponentChildren {
  const onClick = () => hands.act({ kind: 'remove_devices', ...ramUser });
  return el('button', { type: 'button', onClick }, words.console.remove);
}
