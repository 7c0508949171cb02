/** Pins a chain in memory: the first that is met, until somebody asks anew who it is. */
export function rememberIdentity(): {
  pin(identity: string): Promise<string>;
  renew(identify: () => Promise<string>): Promise<string>;
} {
  let known: string | undefined;
  return {
    pin: async (identity) => (known ??= identity),
    async renew(identify) {
      known = undefined;
      return (known = await identify());
    },
  };
}
