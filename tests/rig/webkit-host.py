#!/usr/bin/python3
"""A browser for WebKitWebDriver with a profile that stays.

MiniBrowser under automation always uses an ephemeral data store: nothing survives a restart. This host keeps --profile,
and listens on --control (a socket, JSON lines) for what WebDriver cannot do: clearing one kind of storage.
"""
import argparse
import json
import os

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gio, GLib, Gtk, WebKit2  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("--profile", required=True)
parser.add_argument("--control", required=True)
parser.add_argument("--origin-ratio", type=float, help="share of the disk one origin may use: a small one is a quota")
parser.add_argument("--init", help="file with a script for the start of every document")
parser.add_argument("--width", type=int, default=1024)
parser.add_argument("--height", type=int, default=768)
options, _ = parser.parse_known_args()

storage = {
    "base_data_directory": os.path.join(options.profile, "data"),
    "base_cache_directory": os.path.join(options.profile, "cache"),
}
if options.origin_ratio is not None:
    storage["origin_storage_ratio"] = options.origin_ratio
    storage["total_storage_ratio"] = min(1.0, options.origin_ratio * 4)
data = WebKit2.WebsiteDataManager(**storage)
context = WebKit2.WebContext(website_data_manager=data)
context.set_automation_allowed(True)

settings = WebKit2.Settings()
# Without acceleration the screenshot command never answers; software rendering is enough.
settings.set_hardware_acceleration_policy(WebKit2.HardwareAccelerationPolicy.ALWAYS)
# Safari has these; WebKitGTK has them switched off.
ON = ("StorageAPI", "StorageAPIEstimate")
features = WebKit2.Settings.get_all_features()
for index in range(features.get_length()):
    feature = features.get(index)
    if feature.get_identifier() in ON:
        settings.set_feature_enabled(feature, True)

windows = []


def create_view(_session):
    view = WebKit2.WebView(web_context=context, settings=settings, is_controlled_by_automation=True)
    if options.init:
        with open(options.init, encoding="utf-8") as file:
            script = WebKit2.UserScript.new(
                file.read(),
                WebKit2.UserContentInjectedFrames.TOP_FRAME,
                WebKit2.UserScriptInjectionTime.START,
                None,
                None,
            )
        view.get_user_content_manager().add_script(script)
    window = Gtk.Window()
    window.set_decorated(False)
    window.set_default_size(options.width, options.height)
    window.add(view)
    window.show_all()
    windows.append(window)
    view.connect("close", lambda *_: window.destroy())
    return view


def automation_started(_context, session):
    info = WebKit2.ApplicationInfo()
    info.set_name("webkit-host")
    info.set_version(
        WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version()
    )
    session.set_application_info(info)
    session.connect("create-web-view", create_view)


context.connect("automation-started", automation_started)

KINDS = {
    "caches": WebKit2.WebsiteDataTypes.DOM_CACHE,
    "indexeddb": WebKit2.WebsiteDataTypes.INDEXEDDB_DATABASES,
    "serviceworkers": WebKit2.WebsiteDataTypes.SERVICE_WORKER_REGISTRATIONS,
    "http": WebKit2.WebsiteDataTypes.MEMORY_CACHE | WebKit2.WebsiteDataTypes.DISK_CACHE,
    "all": WebKit2.WebsiteDataTypes.ALL,
}


def handle(message, reply):
    if message["command"] == "clear":
        kind = KINDS[message["kind"]]
        data.clear(kind, 0, None, lambda manager, result: reply({"ok": manager.clear_finish(result)}))
    else:
        reply({"ok": True, "pid": os.getpid()})


connections = []


def connected(_service, connection, _source):
    lines = Gio.DataInputStream.new(connection.get_input_stream())
    output = connection.get_output_stream()

    def reply(answer):
        output.write_all((json.dumps(answer) + "\n").encode(), None)

    def received(stream, result):
        line, _length = stream.read_line_finish_utf8(result)
        if line is None:
            return
        try:
            handle(json.loads(line), reply)
        except (KeyError, ValueError, GLib.Error) as error:
            reply({"ok": False, "error": repr(error)})
        stream.read_line_async(0, None, received)

    lines.read_line_async(0, None, received)
    connections.append((connection, lines))
    return True


service = Gio.SocketService()
service.add_address(
    Gio.UnixSocketAddress.new(options.control),
    Gio.SocketType.STREAM,
    Gio.SocketProtocol.DEFAULT,
    None,
)
service.connect("incoming", connected)
service.start()
Gtk.main()
