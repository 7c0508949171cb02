import { router } from '../../trpc/init.ts';
import { issue } from './issue.ts';
import { validate } from './validate.ts';

export const tokensRouter = router({ issue, validate });
