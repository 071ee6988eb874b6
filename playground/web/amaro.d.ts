/** It comes without types of its own. https://github.com/nodejs/amaro */
declare module 'amaro' {
  export function transformSync(
    source: string,
    options: { readonly mode: 'strip-only' },
  ): { readonly code: string };
}
