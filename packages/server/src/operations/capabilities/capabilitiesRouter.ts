import { router } from '../../trpc/init.ts';
import { get } from './get.ts';

export const capabilitiesRouter = router({ get });
