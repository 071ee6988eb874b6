/** Where a message is read, which decides what it can hold. */
export interface Setting {
  readonly place: 'direct' | 'group';
  /** `words`: DingTalk took an address in the message for unsafe. */
  readonly links: 'clickable' | 'words';
}
