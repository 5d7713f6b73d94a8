/** The device will do what was asked, or has done it. */
export const SUCCESS = 1;
/** QnRtn of a device that does not know the command. */
export const NOT_SUPPORTED = 8;
/** ExeRtn of a history request for a time of which the device has nothing. */
export const NO_DATA = 100;
