import { router } from '../../trpc/init.ts';
import { chooseIssuing } from './chooseIssuing.ts';
import { exportAccount } from './export.ts';
import { importArc76 } from './importArc76.ts';
import { list } from './list.ts';
import { getNotifications, updateNotifications } from './notifications.ts';

export const accountRouter = router({
  list,
  chooseIssuing,
  export: exportAccount,
  importArc76,
  notifications: getNotifications,
  updateNotifications,
});
