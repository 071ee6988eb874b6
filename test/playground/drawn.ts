import type { ComponentChild, ComponentChildren, VNode } from 'preact';

export type Drawn = VNode<Readonly<Record<string, unknown>> & { readonly children?: ComponentChildren }>;

/** All elements of a drawing that are of this kind, in order. */
export function elementsOf(drawing: ComponentChildren, type: string): readonly Drawn[] {
  return everyElement(drawing).filter((element) => element.type === type);
}

/** What can be read in it. */
export function textIn(drawing: ComponentChildren): string {
  return flat(drawing)
    .map((child) => {
      if (isElement(child)) return child.type === 'br' ? '\n' : textIn(child.props.children);
      return typeof child === 'string' || typeof child === 'number' ? String(child) : '';
    })
    .join('');
}

export function everyElement(drawing: ComponentChildren): readonly Drawn[] {
  return flat(drawing).flatMap((child) =>
    isElement(child) ? [child, ...everyElement(child.props.children)] : [],
  );
}

function isElement(child: ComponentChild): child is Drawn {
  return typeof child === 'object' && child !== null && 'props' in child;
}

function flat(children: ComponentChildren): readonly ComponentChild[] {
  return Array.isArray(children) ? children.flatMap(flat) : [children as ComponentChild];
}

/** Presses a drawn button. */
export function press(button: Drawn | undefined): void {
  if (button === undefined) throw new Error('There is no such button');
  (button.props.onClick as () => void)();
}
