/** Shares in whole percent that add up to 100: the largest remainders are rounded up (Hamilton's method). */

export function shares(counts: readonly number[]): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0)
  if (all === 0) return counts.map(() => 0)
  const exact = counts.map(count => (100 * count) / all)
  const out = exact.map(Math.floor)
  const left = 100 - out.reduce((sum, share) => sum + share, 0)
  const byRemainder = exact
    .map((_share, at) => at)
    .sort((one, other) => rest(exact, other) - rest(exact, one))
  for (const at of byRemainder.slice(0, left)) out[at] = (out[at] ?? 0) + 1
  return out
}

const rest = (exact: readonly number[], at: number) => (exact[at] ?? 0) % 1
