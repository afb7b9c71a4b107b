<?php
// Horde's iTip library answers an invitation.
// usage: php horde.php INVITATION.ics ADDRESS Accept|Decline|Tentative   gives the mail on stdout
error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE);
spl_autoload_register(function ($class) {
    $file = '/usr/share/php/' . str_replace(['_', '\\'], '/', $class) . '.php';
    if (is_file($file)) {
        require_once $file;
    }
});
[, $invitation, $address, $status] = $argv;
$calendar = new Horde_Icalendar();
$calendar->parsevCalendar(file_get_contents($invitation));
foreach ($calendar->getComponents() as $component) {
    if ($component instanceof Horde_Icalendar_Vevent) {
        $event = $component;
    }
}
$person = new Horde_Itip_Resource_Base($address, 'Bo');
$type = 'Horde_Itip_Response_Type_' . $status;
$mail = new Horde_Mail_Transport_Mock();
Horde_Itip::factory($event, $person)->sendMultipartResponse(new $type($person, ''), new Horde_Itip_Response_Options_Kolab(), $mail);
$sent = $mail->sentMessages[0];
$body = $sent['body'];
if (is_resource($body)) {
    rewind($body);
    $body = stream_get_contents($body);
}
echo $sent['header_text'], "\r\n\r\n", $body;
