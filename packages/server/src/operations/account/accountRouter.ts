import { router } from '../../trpc/init.ts';
import { exportAccount } from './export.ts';

export const accountRouter = router({ export: exportAccount });
