import { router } from '../../trpc/init.ts';
import { activity } from './activity.ts';
import { policy } from './policy.ts';
import { setPolicy } from './setPolicy.ts';

export const securityRouter = router({ activity, policy, setPolicy });
