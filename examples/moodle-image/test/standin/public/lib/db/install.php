<?php
// A change in this folder, or in a plugin's of this name, is one of the schema's.
