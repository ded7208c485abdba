// The view "Quality" needs no script: this file keeps the page's list of modules whole.
