/**
 * A mobile number as DingTalk's directory has it: mainland numbers alone, others as `+cc-number`. RAM writes `86-138…`, people
 * also `+86 138 …`. null: no number. https://open.dingtalk.com/document/development/user-information-creation
 */
export function directoryMobile(text: string): string | null {
  const number = text.normalize('NFKC').trim().replace(/^00/, '+');
  const [, country, national] = /^\+?(\d{1,4})[-\s](\d[\d\s-]{3,20})$/.exec(number) ?? [];
  if (country !== undefined && national !== undefined && isCountryCode(number)) {
    const digits = national.replace(/\D/g, '');
    return country === '86' ? digits : `+${country}-${digits}`;
  }
  const digits = number.replace(/[\s-]/g, '').replace(/^\+86(?=1\d{10}$)/, '');
  return /^\d{5,15}$/.test(digits) ? digits : null;
}

/** `138-0013-8000` begins with no country's code. */
function isCountryCode(number: string): boolean {
  return !/^1\d{2}[-\s]?\d{4}[-\s]?\d{4}$/.test(number);
}
