export type Rgb = [number, number, number];

const NAMED: Record<string, Rgb> = {
  white: [255, 255, 255],
  black: [0, 0, 0],
  red: [255, 0, 0],
  green: [0, 128, 0],
  blue: [0, 0, 255],
  gray: [128, 128, 128],
  grey: [128, 128, 128],
  silver: [192, 192, 192],
  yellow: [255, 255, 0],
  navy: [0, 0, 128],
  maroon: [128, 0, 0],
  snow: [255, 250, 250],
  ivory: [255, 255, 240],
  whitesmoke: [245, 245, 245],
  ghostwhite: [248, 248, 255],
};

/** Declarations of a style attribute, names in lower case, the last of a name wins; comments removed. */
export function parseStyle(style: string | undefined): Map<string, string> {
  const out = new Map<string, string>();
  if (!style) return out;
  for (const part of style
    .slice(0, 4000)
    .replace(/\/\*.*?(\*\/|$)/gs, ' ')
    .split(';')) {
    const colon = part.indexOf(':');
    if (colon <= 0) continue;
    const value = part
      .slice(colon + 1)
      .replace(/!\s*important/i, '')
      .trim();
    out.set(part.slice(0, colon).trim().toLowerCase(), value);
  }
  return out;
}

/** A CSS or HTML colour; null when it cannot be read or is see-through. */
export function parseColour(text: string | undefined): Rgb | null {
  const value = (text ?? '').trim().toLowerCase();
  if (Object.hasOwn(NAMED, value)) return NAMED[value]!;
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/.exec(value)?.[1];
  if (hex) {
    const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
    return [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16)) as Rgb;
  }
  const rgb = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+([\d.]+))?/.exec(value);
  if (!rgb || rgb[4] === '0') return null;
  return [Number(rgb[1]), Number(rgb[2]), Number(rgb[3])];
}

/** Too alike to be read by a person: text in this colour on that ground is hidden. */
export function isUnreadable(colour: Rgb, ground: Rgb): boolean {
  return colour.every((channel, i) => Math.abs(channel - ground[i]!) <= 16);
}

const zero = (value: string | undefined) =>
  value !== undefined && /^0*\.?0*(px|pt|em|rem|%)?$/.test(value) && /0/.test(value);

/** Is the element kept from the reader's eye by its own attributes? Colours are judged separately. */
export function isHiddenElement(attributes: Record<string, string>, style: Map<string, string>): boolean {
  if ('hidden' in attributes) return true;
  if (style.size === 0) return false;
  const get = (name: string) => style.get(name)?.toLowerCase();
  if (get('display')?.startsWith('none') || get('visibility') === 'hidden' || get('mso-hide') === 'all') return true;
  const size = get('font-size');
  if (zero(size) || (size !== undefined && /^(0?\.\d+|1)(px|pt)$/.test(size)) || zero(get('opacity'))) return true;
  const clipped = get('overflow') === 'hidden';
  if (zero(get('max-height')) || (clipped && (zero(get('height')) || zero(get('width')) || zero(get('max-width')))))
    return true;
  const indent = /^-(\d+)/.exec(get('text-indent') ?? '')?.[1];
  const aside = /^-(\d+)/.exec(get('left') ?? get('top') ?? get('margin-left') ?? '')?.[1];
  return Number(indent ?? 0) >= 500 || Number(aside ?? 0) >= 500;
}
