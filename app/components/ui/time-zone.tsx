import { createContext, useContext } from 'react';

/** The reader's IANA time zone, from the session: the server and the browser write the same time. */
export const TimeZoneContext = createContext('UTC');

/** The reader's IANA time zone. */
export function useTimeZone(): string {
  return useContext(TimeZoneContext);
}
