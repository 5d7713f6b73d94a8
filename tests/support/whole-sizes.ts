import fc from "fast-check";

/** A generated list may be as long as its test says: without this fast-check makes none of more than ten. */
fc.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true });
