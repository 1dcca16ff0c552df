# SPDX-License-Identifier: GPL-3.0-or-later
# file/stat.ex - what is known of a file.

defmodule File.Stat do
  @moduledoc """
  What is known of a file: the record of `:file.read_file_info/1` as a struct.
  """

  defstruct [
    :size,
    :type,
    :access,
    :atime,
    :mtime,
    :ctime,
    :mode,
    :links,
    :major_device,
    :minor_device,
    :inode,
    :uid,
    :gid
  ]

  @type t :: %__MODULE__{}

  @doc "The record `:file_info` of a struct."
  @spec to_record(t) :: :file.file_info()
  def to_record(%File.Stat{} = stat) do
    {:file_info, stat.size, stat.type, stat.access, stat.atime, stat.mtime, stat.ctime, stat.mode, stat.links,
     stat.major_device, stat.minor_device, stat.inode, stat.uid, stat.gid}
  end

  @doc "The struct of a record `:file_info`."
  @spec from_record(:file.file_info()) :: t
  def from_record(file_info)

  def from_record({:file_info, size, type, access, atime, mtime, ctime, mode, links, major, minor, inode, uid, gid}) do
    %File.Stat{
      size: size,
      type: type,
      access: access,
      atime: atime,
      mtime: mtime,
      ctime: ctime,
      mode: mode,
      links: links,
      major_device: major,
      minor_device: minor,
      inode: inode,
      uid: uid,
      gid: gid
    }
  end
end
