import { tiers } from '@biatec-tokens/core';
import { exitCodes, type Command } from './command.ts';
import { operatorEntry, withStore } from './withStore.ts';

/** Gives an organization another plan; running servers act by it within half a second. */
export const tier: Command = {
  summary: `Give an organization another plan: ORGANIZATION_ID ${tiers.join('|')}`,
  async run({ args, env }) {
    const [organizationId, wanted, ...more] = args;
    const found = tiers.find((each) => each === wanted);
    if (organizationId === undefined || found === undefined || more.length > 0) {
      process.stderr.write(`Usage: biatec-tokens tier ORGANIZATION_ID ${tiers.join('|')}\n`);
      return exitCodes.usage;
    }
    return withStore(env, async ({ store, ...deps }) => {
      const audit = {
        ...operatorEntry(deps, 'organization.set_tier', organizationId),
        organizationId,
        details: { tier: found },
      };
      if (!(await store.setTier({ organizationId, tier: found, audit }))) {
        process.stderr.write(`Cannot give a plan: there is no organization "${organizationId}"\n`);
        return exitCodes.failed;
      }
      process.stdout.write(`${organizationId} is on the plan ${found} now\n`);
      return exitCodes.ok;
    });
  },
};
