/** The time zones to choose from, UTC first; `present` stands among them even when it is an older name of one. */
export function timeZones(present = 'UTC'): string[] {
  return [...new Set(['UTC', present, ...Intl.supportedValuesOf('timeZone')])];
}
