/** What a RAM user may be called, or a display name be set to, by somebody who means harm. */
export const HOSTILE_TEXTS: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'a call to the channel', text: '<!channel> <!here> <!everyone> @channel @here' },
  { name: 'a mention', text: '<@U0ANN> <@U0ANN|ann> <#C0SEC|sec> <!subteam^S0VIEW>' },
  { name: 'a link in markup', text: '<https://evil.example|sign-in> [sign-in](https://evil.example)' },
  {
    name: 'a bare address',
    text: 'https://evil.example/login www.evil.example evil.example me@evil.example',
  },
  { name: 'markup', text: '*bold* _italic_ ~gone~ `code` ```block``` > quote :white_check_mark: # title' },
  { name: 'an escape already', text: '&lt;!channel&gt; &amp;lt;!channel&amp;gt;' },
  { name: 'code that ends early', text: '`<!channel>` ``` <https://evil.example> ```' },
  { name: 'line breaks', text: 'ann\n<!channel>\r\nYour account is fine\u2028> https://evil.example' },
  { name: 'direction marks', text: 'ann\u202E<lennahc!>\u2066 https://evil.example\u2069\u200F' },
  { name: 'half a character', text: 'ann \uD83D <!channel> \uDE00' },
  { name: 'nothing', text: '' },
  { name: 'blanks', text: ' \t\n ' },
  { name: 'ten thousand characters', text: '<!channel>'.repeat(1000) },
  { name: 'ten thousand wide characters', text: '𝒳'.repeat(10_000) },
  { name: 'JSON', text: '{"type":"broadcast","range":"channel"}' },
  { name: 'a terminal escape', text: '\u001B[31mred\u001B[0m\u0007' },
];
