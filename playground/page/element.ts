import { type ComponentChildren, h, type VNode } from 'preact';

type Attributes = Readonly<Record<string, unknown>>;

/** An element of the page, as a value: drawings are pure, of the same state always the same tree. */
export function el(tag: string, attributes: Attributes | null, children?: ComponentChildren): VNode {
  return h(tag, attributes as Record<string, unknown> | null, children) as VNode;
}
