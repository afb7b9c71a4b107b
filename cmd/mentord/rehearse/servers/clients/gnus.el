;; Gnus answers the invitation in a mailbox: nnimap reads it, its own calendar
;; code writes the reply, smtpmail sends it. The environment says which.
(let ((home (file-name-as-directory (getenv "HOME")))
      (user (getenv "CLIENT_USER"))
      (imap (string-to-number (getenv "CLIENT_IMAP")))
      (smtp (string-to-number (getenv "CLIENT_SMTP"))))
  (setq user-mail-address user user-full-name (car (split-string user "@")) mail-host-address "example.test"
        gnus-home-directory home gnus-directory (concat home "News/") message-directory (concat home "Mail/")
        gnus-startup-file (concat home ".newsrc") gnus-init-file nil gnus-use-dribble-file nil
        auth-sources (list (concat home ".authinfo"))
        gnus-select-method '(nnnil "") gnus-verbose 1 gnus-agent nil
        gnus-interactive-exit nil gnus-novice-user nil gnus-expert-user t gnus-message-archive-group nil gnus-message-highlight-citation nil
        message-send-mail-function 'message-smtpmail-send-it message-confirm-send nil message-kill-buffer-on-exit t
        smtpmail-smtp-server "127.0.0.1" smtpmail-smtp-service smtp smtpmail-stream-type 'plain
        make-backup-files nil auto-save-default nil network-security-level 'low)
  (require 'gnus)
  (require 'gnus-icalendar)
  (require 'smtpmail)
  (require 'nsm)
  ;; Nobody is there to be asked about a connection in the clear on loopback.
  (fset 'nsm-verify-connection (lambda (process &rest _) process))
  (global-font-lock-mode -1)
  (gnus-icalendar-setup)
  (gnus-no-server 2)
  (gnus-group-read-ephemeral-group
   "INBOX" `(nnimap "bench" (nnimap-address "127.0.0.1") (nnimap-server-port ,imap) (nnimap-stream plain) (nnimap-authenticator login)))
  (with-current-buffer gnus-summary-buffer
    (gnus-summary-goto-article (getenv "CLIENT_MESSAGE") nil t)
    (gnus-summary-show-article)
    (with-current-buffer gnus-article-buffer
      (unless (cl-typep gnus-icalendar-event 'gnus-icalendar-event)
        (princ "Gnus sees no invitation in the mail\n")
        (kill-emacs 3))
      (unless (gnus-icalendar-event:rsvp gnus-icalendar-event)
        (princ "Gnus shows no buttons to answer with\n")
        (kill-emacs 4))
      (gnus-icalendar-reply (list gnus-icalendar-handle (intern (getenv "CLIENT_STATUS")) gnus-icalendar-event)))))
