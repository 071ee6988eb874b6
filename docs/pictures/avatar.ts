import { rectangle } from './drawing.ts';

/** The bot's sign, a shield with a tick, on its own colour. */
export function avatar(size: number, color: string, radius: number): string {
  const shield = 'M18 6.5 L27.5 10 V17.2 C27.5 23.4 23.6 27.6 18 29.8 C12.4 27.6 8.5 23.4 8.5 17.2 V10 Z';
  const tick = `<path d="M13.4 18 L16.8 21.4 L22.8 14.8" fill="none" stroke="${color}" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/>`;
  const sign = `<path d="${shield}" fill="#FFFFFF"/>${tick}`;
  const ground = rectangle({ x: 0, y: 0, width: size, height: size }, { fill: color, radius });
  return `${ground}<g transform="scale(${size / 36})">${sign}</g>`;
}
