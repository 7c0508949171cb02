import { router } from '../../trpc/init.ts';
import { get } from './get.ts';
import { upload } from './upload.ts';

export const mediaRouter = router({ get, upload });
