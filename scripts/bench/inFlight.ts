/** Runs `count` pieces of work, `inFlight` of them at any time. */
export async function runInFlight(
  { count, inFlight }: { readonly count: number; readonly inFlight: number },
  work: () => Promise<void>,
): Promise<void> {
  let begun = 0;
  const lane = async () => {
    while (begun < count) {
      begun += 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}
