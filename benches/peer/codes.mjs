// How codes are compared, as docs/links.md says: each has a key that equal codes share, and a loose
// one that all share that may be meant for the same.

const PLAIN = /^[!-~]+$/;
const DIGITS = /^\d+$/;
const LETTERS = /^[a-z1-9][a-z0-9]*$/;
const CLEAN = /^[a-z0-9]*$/;
const SPACES = /\s+/g;
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/g;
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63]/g;
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const SIGNS = /[!-/:-@[-`{-~]+/g;
const OTHER_SIGNS = /[^\p{Alphabetic}\p{N}]+/gu;
/** In front of the digits of a trade item number: no code of another kind begins with it. */
const NUMBER = '\n';

/** The form in which codes are equal; blank if the code is. */
export function normal(code) {
  if (PLAIN.test(code)) return code.toLowerCase();
  // A byte order mark is a space to JavaScript, and invisible to people.
  const seen = code.replace(INVISIBLE, '').replace(/\u0085/g, ' ').replace(SPACES, ' ').trim();
  return seen.replace(FULL_WIDTH, narrow).replace(DASHES, '-').replace(/[^]/gu, (c) => c.toLowerCase());
}

function narrow(character) {
  return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
}

/** What equal codes share, given a code's normal form: zeros in front of a trade item number say nothing. */
export function keyOf(form) {
  return isTradeNumber(form) ? NUMBER + withoutZeros(form) : form;
}

/** What codes share that differ in signs, spaces and zeros in front at most. */
export function looseOf(form) {
  if (LETTERS.test(form)) return form;
  const signless = form.replace(SIGNS, '');
  const bare = withoutZeros(CLEAN.test(signless) ? signless : signless.replace(OTHER_SIGNS, ''));
  return bare === '' ? NUMBER + form : bare;
}

function withoutZeros(text) {
  let at = 0;
  while (text.charCodeAt(at) === 48) at += 1;
  return at === 0 ? text : text.slice(at);
}

/** 8, 12, 13 or 14 digits, of which the last one checks the others. */
function isTradeNumber(form) {
  const { length } = form;
  if (!(length === 8 || (length >= 12 && length <= 14)) || !DIGITS.test(form)) return false;
  let [sum, all] = [0, 0];
  for (let at = 0; at < length; at += 1) {
    const digit = form.charCodeAt(length - 1 - at) - 48;
    sum += at % 2 === 0 ? digit : 3 * digit;
    all += digit;
  }
  return sum % 10 === 0 && all > 0;
}
