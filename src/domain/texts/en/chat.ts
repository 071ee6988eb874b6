/** What the chats' renderers add by themselves; markup is theirs. */
export const chat = {
  /** In the place of what did not fit. */
  more: (count: number) => `… and ${count} more`,
  /** Before a value. */
  label: (label: string) => `${label}: `,
  aside: (words: string) => ` (${words})`,
  /** Behind a button, for clients that cannot press it. */
  orType: (typed: string) => ` (or type ${typed})`,
  unknownSender: {
    summary: 'I cannot tell who you are',
    text: (chatName: string) => `${chatName} does not tell me who you are: the bot may not be published yet, or you are not in its organisation, so nothing was done.`,
  },
};
