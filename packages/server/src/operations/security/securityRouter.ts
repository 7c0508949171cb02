import { router } from '../../trpc/init.ts';
import { activity } from './activity.ts';

export const securityRouter = router({ activity });
