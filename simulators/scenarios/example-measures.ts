/** What an enterprise of a made-up scenario says that it does against dust. */
export const EXAMPLE_MEASURES = "喷雾抑尘，作业面封闭";
