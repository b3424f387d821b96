// The vendor's silent redaction: text that looks like card data in names, notes
// and addresses is altered while the answer is still a success (Xdoc data_security,
// sheet section 4). What it puts in place is not documented, nor whether it sees
// digits that are written in groups; here it does, and puts asterisks.

const DIGIT_RUN = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g;

export function redact(text: string): string {
  return text.replace(DIGIT_RUN, (run) => passesLuhn(run.replace(/[ -]/g, '')) ? run.replace(/\d/g, '*') : run);
}

export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = digit * 2;
    sum += place % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
