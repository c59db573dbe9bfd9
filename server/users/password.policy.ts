export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;

const COMMON =
  /^(?:(?:password|passwort|passw0rd|qwerty|qwertz|letmein|welcome|iloveyou|administrator|changeme|secret|12345)[\d!.?_-]*|(.)\1+|0?1234567890?\d*|(?:qwerty|asdf|abcd)\w{0,12})$/i;

/** Whether a password is among those that are tried first. */
export function isCommonPassword(password: string): boolean {
  return COMMON.test(password);
}
