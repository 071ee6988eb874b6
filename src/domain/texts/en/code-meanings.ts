import type { CodeMeaning } from '../../code-meaning.ts';
import { code, type Inline, type Text, text } from '../../message.ts';
import { command } from '../labels.ts';

/** A chat with what is written in the configuration for it. */
interface ChatInWords {
  readonly chat: string;
  readonly credentials: Text;
  readonly channel: Inline;
  readonly tag: Inline;
}

interface MeaningWords {
  /** Follows a code and a colon. */
  readonly what: (chat: string) => Text;
  /** One sentence; null: nothing. */
  readonly todo: ((about: ChatInWords) => Text) | null;
}

/** What a chat's code means, and what to do about it. */
export const codeMeanings: Record<CodeMeaning, MeaningWords> = {
  token_refused: { what: (chat) => text`${chat} does not accept the bot’s credentials`, todo: ({ credentials }) => text`Copy ${credentials} from the app again.` },
  app_not_installed: { what: (chat) => text`the bot’s app is not installed in ${chat} any more, or was switched off there`, todo: ({ credentials }) => text`Install it again, and copy ${credentials} anew.` },
  scope_missing: { what: (chat) => text`the bot’s app lacks a permission in ${chat}`, todo: () => text`Grant what ${code('npm run doctor')} names, then reinstall or publish the app.` },
  app_forbidden: { what: (chat) => text`the administrators of ${chat} do not let the bot’s app work`, todo: () => text`Ask them to allow it.` },
  address_not_allowed: { what: (chat) => text`${chat} takes no calls from the network address of the bot`, todo: () => text`Add the address to the allowed ones of the app, or empty that list.` },
  messages_tab_off: { what: () => text`the bot’s app takes no direct messages`, todo: ({ chat }) => text`Turn on the Messages Tab of the app in ${chat} (App Home).` },
  robot_off: { what: (chat) => text`${chat} does not let this robot send`, todo: ({ credentials }) => text`Check ${credentials}, and that robot and app are enabled and published.` },
  quota_spent: { what: (chat) => text`the month’s calls of ${chat} are used up`, todo: () => text`Wait for the next month, or have the quota raised at the vendor and in the configuration.` },
  bot_outdated: { what: (chat) => text`${chat} does not offer what the bot calls`, todo: () => text`Update the bot.` },
  person_unknown: { what: (chat) => text`nobody in ${chat} has this id`, todo: ({ tag }) => text`Correct the RAM user’s tag ${tag}: it takes the id that ${command('me')} shows.` },
  person_gone: { what: (chat) => text`this person is deactivated in ${chat}`, todo: () => text`If they have left, remove their console password in the RAM console.` },
  person_not_joined: { what: (chat) => text`this person has not joined ${chat} yet, or not opened the bot’s chat there`, todo: ({ chat }) => text`Ask the person to sign in to ${chat} once.` },
  person_out_of_range: { what: () => text`the bot’s app may not see or write to this person`, todo: () => text`Add the person to the visible range of the app.` },
  person_refused: { what: (chat) => text`${chat} refuses the bot’s messages to this person`, todo: ({ chat }) => text`Ask the administrators of ${chat} which rule does it, or tell the person yourself.` },
  not_in_channel: { what: () => text`the bot is not in this channel, or there is none by this id`, todo: ({ channel }) => text`Invite the bot to it, or correct ${channel}.` },
  channel_archived: { what: () => text`the channel is archived or was closed`, todo: ({ channel }) => text`Open it again, or set ${channel} to another one.` },
  channel_restricted: { what: () => text`the bot may not post to this channel`, todo: ({ channel }) => text`Let the bot post there, or set ${channel} to another one.` },
  rate_limited: { what: (chat) => text`${chat} asks for a pause`, todo: null },
  vendor_failed: { what: (chat) => text`${chat} failed, and it may have been done all the same`, todo: null },
  vendor_busy: { what: (chat) => text`${chat} cannot answer now`, todo: null },
  network: { what: (chat) => text`${chat} cannot be reached`, todo: () => text`Check the network, the proxy and the firewall of the bot if it lasts.` },
  message_refused: { what: (chat) => text`${chat} refuses the message itself`, todo: () => text`Please report it as a defect of the bot.` },
  files_refused: { what: (chat) => text`${chat} takes no files from the bot, or none of this size`, todo: ({ chat }) => text`Ask the administrators of ${chat} to allow it.` },
  unknown: { what: (chat) => text`${chat} refuses it, with a code that is new to the bot`, todo: ({ chat }) => text`Look the code up in the documentation of ${chat}.` },
};
