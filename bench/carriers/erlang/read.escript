#!/usr/bin/env escript
%% Writes each password into rabbitmq.conf, and reads it back with RabbitMQ's own parser, cuttlefish.
%% Lines in and out are those of Read.java.

main([Plugins]) ->
    [code:add_patha(Folder) || Folder <- filelib:wildcard(Plugins ++ "/*/ebin")],
    [Cuttlefish] = filelib:wildcard(Plugins ++ "/cuttlefish-*"),
    answer(lists:flatten(string:replace(filename:basename(Cuttlefish), "-", " "))).

answer(Parser) ->
    case io:get_line("") of
        eof -> ok;
        Line ->
            [Place, Password] = string:split(string:trim(Line, trailing, "\n"), "\t"),
            Value = try read_file(Password) of Read -> Read catch _:_ -> "-" end,
            io:format("~s\t~s\t~s~n", [Place, Parser, Value]),
            answer(Parser)
    end.

read_file(Password) ->
    File = "/tmp/carriers-" ++ os:getpid() ++ ".conf",
    ok = file:write_file(File, "default_user = app\ndefault_pass = " ++ Password ++ "\nlisteners.tcp.default = 5672\n"),
    Values = cuttlefish_conf:file(File),
    ok = file:delete(File),
    {_, Read} = lists:keyfind(["default_pass"], 1, Values),
    {_, "5672"} = lists:keyfind(["listeners", "tcp", "default"], 1, Values),
    base64:encode_to_string(Read).
