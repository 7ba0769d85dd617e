<?php
// A change in this folder, or in such a folder of a plugin, is a change of the schema.
