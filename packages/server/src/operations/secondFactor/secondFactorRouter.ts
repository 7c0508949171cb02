import { router } from '../../trpc/init.ts';
import { confirm } from './confirm.ts';
import { disable } from './disable.ts';
import { enrol } from './enrol.ts';
import { get } from './get.ts';
import { renewRecoveryCodes } from './renewRecoveryCodes.ts';

export const secondFactorRouter = router({ get, enrol, confirm, disable, renewRecoveryCodes });
