import { router } from '../../trpc/init.ts';
import { exportAccount } from './export.ts';
import { getNotifications, updateNotifications } from './notifications.ts';

export const accountRouter = router({
  export: exportAccount,
  notifications: getNotifications,
  updateNotifications,
});
