import { associateLaunchEvents } from './handlers';

// Classic Outlook on Windows runs this file alone; Office.onReady is not called there.
associateLaunchEvents();
