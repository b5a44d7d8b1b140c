import { testPortableImageSets } from "./portable-image-sets.js";

testPortableImageSets();
