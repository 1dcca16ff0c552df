# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :error_logger do
  @moduledoc "The older interface to `:logger`."

  def error_msg(format), do: error_msg(format, [])
  def error_msg(format, args), do: :logger.log(:error, format, args, metadata(:error))
  def format(format, args), do: error_msg(format, args)
  def warning_msg(format), do: warning_msg(format, [])
  def warning_msg(format, args), do: :logger.log(:warning, format, args, metadata(:warning_msg))
  def info_msg(format), do: info_msg(format, [])
  def info_msg(format, args), do: :logger.log(:notice, format, args, metadata(:info_msg))

  def error_report(report), do: error_report(:std_error, report)
  def error_report(type, report), do: report(:error, :error_report, type, report)
  def warning_report(report), do: warning_report(:std_warning, report)
  def warning_report(type, report), do: report(:warning, :warning_report, type, report)
  def info_report(report), do: info_report(:std_info, report)
  def info_report(type, report), do: report(:notice, :info_report, type, report)

  defp metadata(tag), do: %{pid: self(), gl: :erlang.group_leader(), error_logger: %{tag: tag}}

  defp report(level, tag, type, report) do
    :logger.log(level, %{label: {:error_logger, tag}, report: report}, %{
      pid: self(),
      gl: :erlang.group_leader(),
      report_cb: &:error_logger.report_to_format/1,
      error_logger: %{tag: tag, type: type}
    })
  end

  @doc false
  def report_to_format(%{label: {:error_logger, _}, report: report}) when is_list(report),
    do: :logger.format_report(report)

  def report_to_format(%{label: {:error_logger, _}, report: report}), do: {'~tp', [report]}

  def tty(_), do: :ok
  def logfile(_), do: {:error, :no_log_file}
  def warning_map, do: :warning
  def get_format_depth, do: :unlimited
  def limit_term(term), do: term
end
