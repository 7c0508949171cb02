/** Numbers as go-algorand prints them in its sentences. */

/** `999uA`, `1.001mA`, `2A`, `2.500000A`. */
export function formatMicroAlgos(amount: bigint): string {
  if (amount === 0n) return '0.0A';
  if (amount < 1_000n) return `${amount}uA`;
  if (amount < 1_000_000n) return `${withFraction(amount, 1_000n, 3)}mA`;
  return `${withFraction(amount, 1_000_000n, 6)}A`;
}

/** Millionths with six digits: `1.000100`. */
export function formatMicros(value: bigint): string {
  return `${value / 1_000_000n}.${(value % 1_000_000n).toString().padStart(6, '0')}`;
}

function withFraction(amount: bigint, unit: bigint, digits: number): string {
  const fraction = amount % unit;
  const whole = (amount / unit).toString();
  return fraction === 0n ? whole : `${whole}.${fraction.toString().padStart(digits, '0')}`;
}
